import { exit, stderr, stdout } from 'node:process';
import { corpusFolder } from '../test/corpus/recordings.ts';
import { tableOf, tryPairs } from '../test/pairs/pairs.ts';

// Takes every recorded request from its protocol to each of the five, and says what is lost on the way and not listed.
if (corpusFolder() === undefined) {
  stderr.write('There are no recordings: set STEADFAST_CORPUS to the folder that holds `recordings/`.\n');
  exit(2);
}
const results = tryPairs();
stdout.write(tableOf(results));
exit(results.some(({ losing }) => losing.length > 0) ? 1 : 0);
