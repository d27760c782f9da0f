/** The path of a model's method. A name that is a path itself (`tunedModels/…`, `publishers/…`) stands as it is. */
export function pathOf(model: string, stream: boolean): string {
  return methodPath(model, stream ? 'streamGenerateContent?alt=sse' : 'generateContent');
}

/** The path of any method of a model. */
export function methodPath(model: string, method: string): string {
  return `/${resourceOf(model).split('/').map(encodeURIComponent).join('/')}:${method}`;
}

/** The name of a model as Google's own fields want it: `models/gemini-2.5-pro`. */
export function resourceOf(model: string): string {
  return model.includes('/') ? model : `models/${model}`;
}
