import { createHash } from 'node:crypto';

/** The signature that the simulator gives to a thinking block, and demands unchanged when the block comes back. */
export function thinkingSignature(thinking: string): string {
  return createHash('sha256').update(`simulated thinking ${thinking}`).digest('base64');
}
