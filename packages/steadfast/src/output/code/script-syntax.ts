/** Says whether code is TypeScript, by the parser that Node brings. The code is not run. */
export async function checkTypeScript(code: string): Promise<true | string> {
  const { stripTypeScriptTypes } = await import('node:module');
  try {
    stripTypeScriptTypes(code);
    return true;
  } catch (error) {
    // An enum or a namespace is right, but can't be stripped.
    const isTypeScript =
      error instanceof Error && 'code' in error && error.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX';
    return isTypeScript ? true : messageOf(error);
  }
}

/** Says whether code is JavaScript, as a script or as a module. The code is compiled or parsed, and not run. */
export async function checkJavaScript(code: string): Promise<true | string> {
  const { Script } = await import('node:vm');
  try {
    void new Script(code, { filename: 'line' });
    return true;
  } catch (error) {
    return (await isModule(code)) ? true : messageOf(error);
  }
}

/** A module without types: nothing is stripped of it. */
async function isModule(code: string): Promise<boolean> {
  if (!/\b(?:import|export|await)\b/.test(code)) return false;
  const { stripTypeScriptTypes } = await import('node:module');
  try {
    return stripTypeScriptTypes(code) === code;
  } catch {
    return false;
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'It can’t be parsed.';
  const line = /^line:(\d+)/.exec(error.stack ?? '')?.[1];
  return line === undefined ? error.message : `line ${line}: ${error.message}`;
}
