import type { ProtocolId } from '../model/completion-request.ts';
import type { Provider } from './provider.ts';

/** The row of a provider as it is asked in one protocol, with the manners that it has there. */
export function spoken(provider: Provider, protocol: ProtocolId): Provider {
  if (protocol === provider.protocol) return provider;
  const manners = provider.otherProtocols?.[protocol] ?? {};
  const { auth, baseUrl, apiVersion, versioning } = { ...provider, ...manners };
  return { ...provider, protocol, auth, baseUrl, apiVersion, versioning, dialect: manners.dialect };
}

/** Says whether a provider speaks a protocol, by its row. */
export function speaks({ protocol, otherProtocols = {} }: Provider, wanted: ProtocolId): boolean {
  return wanted === protocol || otherProtocols[wanted] !== undefined;
}
