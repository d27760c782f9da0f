import { ModelError } from '../model/error.ts';
import type { JsonArray, JsonValue } from '../model/json.ts';
import type { ListForm } from './form.ts';
import type { Outlet } from './outlet.ts';
import type { SeenReply } from './seen-reply.ts';

/**
 * Shows the elements of a list as they complete, each once and only when it fits. Where a reply has to be asked for again,
 * the next one must begin with what was shown of the last: it can't be taken back.
 */
export class ShownElements<Element> {
  readonly #form: ListForm<Element>;
  readonly #outlet: Outlet<Element>;
  /** What was shown, as the model wrote it. */
  readonly #shown: string[] = [];
  #next = 0;
  #stopped = false;

  constructor(form: ListForm<Element>, outlet: Outlet<Element>) {
    this.#form = form;
    this.#outlet = outlet;
  }

  /** Another reply begins. */
  restart(): void {
    this.#next = 0;
    this.#stopped = false;
  }

  /**
   * Shows the elements that have become whole; nothing behind one that does not fit.
   * @throws ModelError of kind `invalid-reply` for a list that begins otherwise than what was shown
   */
  showComing({ json, complete }: SeenReply): Promise<void> {
    const list = this.#form.elementsOf(json);
    return this.#show(list, complete ? list.length : list.length - 1);
  }

  /**
   * Shows the rest of a list that is whole and fits.
   * @throws ModelError as `showComing` does, and for a list that is shorter than what was shown
   */
  async finish(json: JsonValue | undefined): Promise<void> {
    const list = this.#form.elementsOf(json);
    this.restart();
    if (list.length < this.#shown.length) throw changedError(list.length);
    await this.#show(list, list.length);
  }

  async #show(list: JsonArray, whole: number): Promise<void> {
    for (; !this.#stopped && this.#next < whole; this.#next += 1) {
      const element = this.#form.elementOf(list[this.#next] ?? null);
      const written = JSON.stringify(element);
      if (this.#next < this.#shown.length) {
        if (this.#shown[this.#next] !== written) throw changedError(this.#next);
        continue;
      }
      const checked = await this.#form.checkElement(element);
      if (checked.issues === undefined) {
        this.#outlet.push(checked.value);
        this.#shown.push(written);
      } else {
        this.#stopped = true;
        return;
      }
    }
  }
}

function changedError(index: number): ModelError {
  return new ModelError({
    kind: 'invalid-reply',
    message:
      `The reply did not fit and was asked for again, and its element ${index} is now another than the one that was ` +
      'shown, which can’t be taken back. Read the whole list (`result`) instead of its elements.',
    shouldRetry: true,
  });
}
