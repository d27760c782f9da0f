import { wantsThoughtAndFunctions } from '../catalog/fit-tools.ts';
import type { ModelRules } from '../catalog/model-rules.ts';
import { asArray } from '../model/json.ts';
import { toRequest } from '../model/completion-request.ts';
import type { CompletionInput, CompletionRequest, ProtocolId } from '../model/completion-request.ts';
import type { Model } from '../model/model.ts';
import type { Provider } from './provider.ts';
import { speaks } from './spoken.ts';

/** The protocol that a request is put in. */
export type ProtocolChoice = (request: CompletionRequest) => ProtocolId;

/**
 * How the protocol of each request to a model is chosen; `undefined` where there is nothing to choose: the model needs one,
 * or its provider speaks no other. Bytes go on in the protocol that they came in, if it is spoken at the same address.
 * Functions that are to be called while the model reasons go to Responses, where Chat Completions has no such thing.
 */
export function protocolChoice(provider: Provider, rules: ModelRules): ProtocolChoice | undefined {
  const { protocol: usual, otherProtocols = {}, local } = provider;
  if (rules.protocol !== undefined || Object.keys(otherProtocols).length === 0) return undefined;
  const needsResponses = rules.functionsOnChat !== 'always' && speaks(provider, 'responses');
  const isAtHome = (protocol: ProtocolId): boolean => {
    const manners = otherProtocols[protocol];
    // What a server on the user's own machine speaks depends on its age: it is asked in its usual protocol.
    return local === undefined && manners !== undefined && manners.baseUrl === undefined;
  };
  return (request) => {
    const came = request.raw?.protocol;
    if (came !== undefined && isAtHome(came)) return came;
    return usual === 'chat' && needsResponses && callsAndThinks(request, rules) ? 'responses' : usual;
  };
}

/** A relayed request is not read for this where its bytes name no tools: reading it whole costs more. */
function callsAndThinks(request: CompletionRequest, rules: ModelRules): boolean {
  const { raw } = request;
  if (raw?.protocol === 'chat' && asArray(raw.json['tools']).length === 0) return false;
  return wantsThoughtAndFunctions(request, rules);
}

/** A model that is asked in the protocol chosen for each request; how it is asked in another than its usual one is made once. */
export function inProtocols(
  usual: Model,
  usualProtocol: ProtocolId,
  choose: ProtocolChoice,
  make: (protocol: ProtocolId) => Model,
): Model {
  const made = new Map([[usualProtocol, usual]]);
  const modelFor = (input: CompletionInput): Model => {
    const protocol = choose(toRequest(input));
    const known = made.get(protocol) ?? make(protocol);
    made.set(protocol, known);
    return known;
  };
  return {
    ...usual,
    complete: (input, call) => modelFor(input).complete(input, call),
    stream: (input, call) => modelFor(input).stream(input, call),
  };
}
