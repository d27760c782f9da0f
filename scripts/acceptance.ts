import { exit, stdout } from 'node:process';
import { claudeCode } from '../test/acceptance/claude-code.ts';
import { codex } from '../test/acceptance/codex.ts';
import { install, programsFolder, refusalOf } from '../test/acceptance/install.ts';
import { tryProgram } from '../test/acceptance/try-program.ts';
import { compatible, upstreams } from '../test/matrix/matrix-house.ts';

// Runs real programs through the gateway, each with a simulated model behind every protocol, and prints which of them had
// a tool run and told of it. It needs the npm registry the first time; the programs themselves reach only this machine.
const programs = [...claudeCode, ...codex];
const releases = [...new Set(programs.map(({ release }) => release))];
const columns = [...upstreams, compatible] as const;
const problems: string[] = [];
const width = Math.max(...programs.map(({ name }) => name.length)) + 2;
const column = (text: string): string => text.padEnd(12);

stdout.write(`The programs are in ${programsFolder}.\n`);
await install(releases);
for (const release of releases) stdout.write(`${release.package} ${release.version}\n`);

stdout.write(`\n${''.padEnd(width)}${columns.map(column).join('')}\n`);
for (const program of programs) {
  stdout.write(program.name.padEnd(width));
  const refusal = await refusalOf(program.release);
  if (refusal !== undefined) problems.push(`${program.name}: ${refusal}`);
  for (const upstream of columns) {
    const wrong = refusal === undefined ? await tryProgram(program, upstream) : [];
    problems.push(...wrong.map((text) => `${program.name} → ${upstream}: ${text}`));
    stdout.write(column(refusal === undefined ? (wrong.length === 0 ? 'ok' : 'failed') : 'not run'));
  }
  stdout.write('\n');
}
stdout.write(problems.length === 0 ? '\nEvery program holds.\n' : `\n${problems.join('\n')}\n`);
exit(problems.length === 0 ? 0 : 1);
