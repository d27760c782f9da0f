// Checks the rules of the house that no linter knows: run by `npm run check`, and by itself with
// `node -C @steadfast/source scripts/house.ts`.
import { dirname } from 'node:path';
import { readHouse } from './house/house.ts';
import { describe, inspect } from './house/inspect.ts';

const house = readHouse(dirname(import.meta.dirname));
const found = inspect(house);
for (const violation of found) console.log(describe(violation));
console.log(
  `house: ${house.files.length} files, ${found.length === 0 ? 'all rules hold' : `${found.length} breaches`}`,
);
if (found.length > 0) process.exitCode = 1;
