import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { interleave } from '../measure.mjs';

const root = dirname(dirname(import.meta.dirname));

/** How long a start takes, and how much an installation holds: of the library as it is published. */
export async function startUp({ report, plan }) {
  const folder = mkdtempSync(join(tmpdir(), 'steadfast-bench-'));
  const { megabytes, packages } = installed(folder);
  const peers = dirname(import.meta.dirname);
  const started = (name, options, cwd = peers) => ({ name, burst: async () => ({ ms: startMs(options, cwd) }) });
  const evaluated = (name, code, cwd) => started(name, ['--input-type=module', '--eval', code], cwd);
  const subjects = [
    evaluated('node, nothing', ''),
    evaluated('import steadfast', "import 'steadfast';", folder),
    evaluated('import openai', "import 'openai';"),
    evaluated('import ai', "import 'ai'; import '@ai-sdk/openai-compatible';"),
    started('steadfast --help', [join(root, 'packages/gateway/dist/bin.js'), '--help']),
  ];
  const { ms } = await interleave(subjects, { rounds: plan(25), warmup: 2 });

  report.title('d. Start-up and size');
  report.table('ms from start to end', ms);
  report.bound('import steadfast, over bare Node', ms[1].min - ms[0].min, 60, ' ms');
  report.bound('steadfast --help', ms[4].min, 120, ' ms');
  report.bound('steadfast alone, installed', megabytes, 3, ' MB');
  report.bound('packages that come with it, itself counted', packages, 1);
  rmSync(folder, { recursive: true });
}

function startMs(options, cwd) {
  const begun = performance.now();
  const stdio = ['ignore', 'ignore', 'pipe'];
  const { status, stderr } = spawnSync(process.execPath, options, { cwd, stdio });
  if (status !== 0) throw new Error(`node ${options.join(' ')} failed: ${stderr}`);
  return performance.now() - begun;
}

/** Packs the library, installs it in an empty folder and looks what is there. */
function installed(folder) {
  run(process.execPath, [join(root, 'scripts/pack.ts'), '--to', folder, 'steadfast'], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, tarball)], folder);
  const entries = readdirSync(join(folder, 'node_modules'), { withFileTypes: true, recursive: true });
  const found = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const bytes = found.reduce((sum, file) => sum + statSync(file).blocks * 512, 0);
  const packages = found.filter((file) => /node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(file)).length;
  return { megabytes: bytes / 1e6, packages };
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stdout}${stderr}`);
}
