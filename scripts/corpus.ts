import { exit, stderr, stdout } from 'node:process';
import { corpusFolder } from '../test/corpus/recordings.ts';
import { checks, reportOf, runCheck } from '../test/corpus/report.ts';
import { checkUsage, usageReport } from '../test/corpus/usage-check.ts';

// Reads every recorded exchange of the corpus and says which are not read as they were recorded, and whose tokens are
// not counted as their provider counted them.
if (corpusFolder() === undefined) {
  stderr.write('There are no recordings: set STEADFAST_CORPUS to the folder that holds `recordings/`.\n');
  exit(2);
}
const results = checks.map((check) => runCheck(check));
const usages = checkUsage();
stdout.write(`${reportOf(results)}\n${usageReport(usages)}`);
exit([...results, ...usages].some(({ differing }) => differing.length > 0) ? 1 : 0);
