import { modelsOf } from 'steadfast/config';
import type { ConfiguredModels } from 'steadfast/config';
import type { LoadedConfig } from './config/load-config.ts';
import { defaultModel } from './default-model.ts';

/** The models of this process, and the one to ask. */
export interface ChosenModel {
  readonly models: ConfiguredModels;
  readonly name: string;
  /** Why it is this one, where nobody named it. */
  readonly reason?: string;
}

/** The model that was named, else the first of the configuration, else what this machine has. */
export async function chosenModel(named: string | undefined, loaded: LoadedConfig | undefined): Promise<ChosenModel> {
  const models = modelsOf(loaded?.config ?? {});
  if (named !== undefined) return { models, name: named };
  const [first] = models.names;
  if (loaded !== undefined && first !== undefined)
    return { models, name: first, reason: `the first in ${loaded.name}` };
  return { models, ...(await defaultModel(process.env)) };
}
