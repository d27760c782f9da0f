import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileShape } from '../../packages/gateway/src/config/file-config.ts';
import { loadConfig } from '../../packages/gateway/src/config/load-config.ts';
import { withTables } from '../../packages/gateway/src/config/setting-tables.ts';

const page = await readFile(join(import.meta.dirname, 'configuration.md'), 'utf8');

test('the tables of settings say what the code does', () => {
  // Written anew by `npm run schema`.
  expect(page).toBe(withTables(page, fileShape));
});

test('the example is a configuration that holds', async () => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'steadfast-guide-'));
  try {
    await writeFile(join(folder, 'house'), 'sk-house\n');
    await writeFile(join(folder, 'steadfast.yaml'), yaml.replace('/run/secrets/house', './house'));
    const environment = { OPENAI_API_KEY: 'sk-openai', STEADFAST_TOKEN: 'sk-mine', HOME: folder };
    const loaded = await loadConfig({ environment, folder });
    expect(loaded?.config).toMatchObject({
      providers: { house: { baseUrl: 'http://127.0.0.1:8000/v1', apiKey: 'sk-house' } },
      models: { batch: { use: ['anthropic/claude-haiku-5-5'], retry: { retries: 5 }, limits: { idleMs: 300_000 } } },
      gateway: { port: 8_080, token: 'sk-mine' },
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
