import { exit, stderr, stdout } from 'node:process';
import { corpusFolder } from '../test/corpus/recordings.ts';
import { streamsTable, tryStreams } from '../test/streams/streams.ts';

// Cuts and stalls every recorded stream at every event, under every policy, and says where the reader is shown anything else
// than one reply. With a number, so many cut points of each stream.
if (corpusFolder() === undefined) {
  stderr.write('There are no recordings: set STEADFAST_CORPUS to the folder that holds `recordings/`.\n');
  exit(2);
}
const sample = Number.parseInt(process.argv[2] ?? '', 10);
const results = await tryStreams(Number.isNaN(sample) ? undefined : sample);
stdout.write(streamsTable(results));
exit(results.some(({ violations }) => violations.length > 0) ? 1 : 0);
