// Films with a worker. One frame is on its way at a time, so memory stays bounded however slow the
// machine is.

import type { FilmAnswer, FilmRequest } from './filmMessages.ts'
import type { FilmSize } from './gifFilm.ts'

export class Filming {
  readonly #worker = new Worker(new URL('./gifWorker.ts', import.meta.url), { type: 'module' })

  begin(size: FilmSize, swatches: Uint8ClampedArray): void {
    this.#send({ kind: 'begin', size, swatches })
  }

  /** Resolves when there is room for another. */
  async add(rgba: ArrayBuffer): Promise<void> {
    const taken = this.#next('taken')
    this.#send({ kind: 'frame', rgba }, [rgba])
    await taken
  }

  async finish(): Promise<ArrayBuffer> {
    const film = this.#next('film')
    this.#send({ kind: 'finish' })
    return (await film).bytes
  }

  close(): void {
    this.#worker.terminate()
  }

  #send(request: FilmRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer)
  }

  #next<Kind extends FilmAnswer['kind']>(
    kind: Kind,
  ): Promise<Extract<FilmAnswer, { readonly kind: Kind }>> {
    return new Promise((resolve, reject) => {
      const onMessage = ({ data }: MessageEvent<FilmAnswer>) => {
        if (isOfKind(data, kind)) settle(() => resolve(data))
      }
      const onError = ({ message }: ErrorEvent) => settle(() => reject(new Error(message)))
      const settle = (end: () => void) => {
        this.#worker.removeEventListener('message', onMessage)
        this.#worker.removeEventListener('error', onError)
        end()
      }
      this.#worker.addEventListener('message', onMessage)
      this.#worker.addEventListener('error', onError)
    })
  }
}

function isOfKind<Kind extends FilmAnswer['kind']>(
  answer: FilmAnswer,
  kind: Kind,
): answer is Extract<FilmAnswer, { readonly kind: Kind }> {
  return answer.kind === kind
}
