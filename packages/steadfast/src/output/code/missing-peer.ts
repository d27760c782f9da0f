/**
 * Fails for a package that need not be installed and is needed now, with the line to type.
 * @throws Error always
 */
export function missingPeer(name: string, purpose: string, cause: unknown): never {
  throw new Error(`${purpose} needs the package ${name.replace(/@[^@]+$/, '')}. Type: npm install ${name}`, { cause });
}
