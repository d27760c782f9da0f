/** The path of a model's method. A name that is a path itself (`tunedModels/…`, `publishers/…`) stands as it is. */
export function pathOf(model: string, stream: boolean): string {
  const name = model.includes('/') ? model : `models/${model}`;
  const method = stream ? 'streamGenerateContent?alt=sse' : 'generateContent';
  return `/${name.split('/').map(encodeURIComponent).join('/')}:${method}`;
}
