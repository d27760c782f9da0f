import type { CodeChecker } from './code-block.ts';
import { languageOf } from './code-language.ts';

/**
 * Checks JSON, JavaScript and TypeScript with what Node brings, and Python with the package `@lezer/python`; of other
 * languages it says nothing. Code is never run.
 */
export const checkSyntax: CodeChecker = async (code, language) => {
  switch (languageOf(language ?? '')) {
    case 'json':
      return checkJson(code);
    case 'javascript':
      return (await import('./script-syntax.ts')).checkJavaScript(code);
    case 'typescript':
      return (await import('./script-syntax.ts')).checkTypeScript(code);
    case 'python':
      return (await import('./python-syntax.ts')).checkPython(code);
    default:
      return undefined;
  }
};

function checkJson(code: string): true | string {
  try {
    JSON.parse(code);
    return true;
  } catch (error) {
    return error instanceof Error ? error.message : 'It is not JSON.';
  }
}
