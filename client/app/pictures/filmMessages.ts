// What the page and the worker that encodes a film say to each other.

import type { FilmSize } from './gifFilm.ts'

export type FilmRequest =
  | { readonly kind: 'begin'; readonly size: FilmSize; readonly swatches: Uint8ClampedArray }
  | { readonly kind: 'frame'; readonly rgba: ArrayBuffer }
  | { readonly kind: 'finish' }

export type FilmAnswer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'film'; readonly bytes: ArrayBuffer }
