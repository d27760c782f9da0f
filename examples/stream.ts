import { stdout } from 'node:process';
import { ModelError, model } from 'steadfast';

for (const name of ['sim/echo', 'sim/cut']) {
  try {
    const stream = await model(name).stream('word after word, as it comes.');
    for await (const text of stream.text) stdout.write(text);
    const { finishReason, usage } = await stream.result;
    console.log(`\n${name}: ${finishReason}, ${usage.outputTokens} tokens`);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    console.log(`\n${name}: ${error.kind}, after "${error.partial?.text}"`);
  }
}
