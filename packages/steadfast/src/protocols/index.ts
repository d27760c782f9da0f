export { carriesState } from './carried-state.ts';
export { chat } from './chat/chat.ts';
export { classify } from './classify.ts';
export { gemini } from './gemini/gemini.ts';
export { messages } from './messages/messages.ts';
export { ollama } from './ollama/ollama.ts';
export type {
  Dialect,
  FailedReply,
  Protocol,
  ReadRequest,
  ReplyWriterOptions,
  SideCall,
  SideWriterOptions,
  StreamReader,
  StreamWriter,
  StreamWriterOptions,
  WriteTarget,
  WrittenError,
  WrittenRequest,
} from './protocol.ts';
export { responses } from './responses/responses.ts';
export { protocolOf } from './table.ts';
