import type { CompletionRequest } from '../model/completion-request.ts';
import type { AssistantPart, DataSource } from '../model/message.ts';

/** What a message may hold besides text. */
export type Modality = 'image' | 'audio' | 'video' | 'document';

/** All modalities, for settings. */
export const modalities: readonly Modality[] = ['image', 'audio', 'video', 'document'];

/** What the messages of a request hold besides text, results of tools included. */
export function modalitiesOf({ messages }: Pick<CompletionRequest, 'messages'>): ReadonlySet<Modality> {
  const found = new Set<Modality>();
  for (const { content } of messages) {
    if (typeof content !== 'string') for (const part of content) gather(part, found);
  }
  return found;
}

function gather(part: AssistantPart, found: Set<Modality>): void {
  if (part.type === 'image') found.add('image');
  else if (part.type === 'file') found.add(modalityOf(part.source));
  else if (part.type === 'tool-result' && typeof part.output !== 'string') {
    for (const inner of part.output) gather(inner, found);
  }
}

/** A file at an address or at the provider says nothing of its type: most are documents. */
function modalityOf(source: DataSource): Modality {
  const type = 'mediaType' in source ? source.mediaType.split('/')[0] : '';
  return type === 'image' || type === 'audio' || type === 'video' ? type : 'document';
}
