import type { FileConfig } from '../config/file-config.ts';
import { configOrFailure } from '../config/config-or-failure.ts';
import { keysFound, listedModels } from '../listed-models.ts';
import { findLocalServers } from '../local-servers.ts';
import { endWithReader, print, say } from '../terminal.ts';
import { providersOf } from 'steadfast/config';

/** Options of `steadfast models`. */
export interface ModelsCommandOptions {
  readonly config?: string;
  readonly search?: string;
  readonly json?: true;
}

/** Lists the models that can be asked for by name. */
export async function modelsCommand({ config: file, search = '', json }: ModelsCommandOptions): Promise<void> {
  endWithReader();
  const found = await configOrFailure(file);
  if (found === undefined) return;
  const config: FileConfig = found.loaded?.config ?? {};
  const local = await findLocalServers(process.env, providersOf(config));
  const wanted = search.toLowerCase();
  const models = listedModels(config, process.env, local).filter(({ name, about }) =>
    `${name} ${about}`.toLowerCase().includes(wanted),
  );
  if (json === true) {
    print(`${JSON.stringify(models, null, 2)}\n`);
    return;
  }
  const width = Math.max(0, ...models.map(({ name }) => name.length));
  for (const { name, about } of models) print(`${name.padEnd(width)}  ${about}\n`);
  if (models.length === 0) say(`No model that is known here has "${search}" in its name.`);
  else say(`Any other model of a provider is asked for as provider/model${withKeys(config)}.`);
}

/** The providers whose other models can be asked for here. */
function withKeys(config: FileConfig): string {
  const ids = keysFound(config, process.env).map(({ id }) => `${id}/…`);
  return ids.length === 0 ? '' : `: ${ids.join(', ')}`;
}
