// How a service or channel looks on the overview: one of a few faces, so that all boxes of a face are
// painted in one go.

import type { Draft } from '../canvasNodes.ts'
import type { Status } from '../live/status.ts'

export const FACES = [
  'resting',
  'working',
  'letters',
  'plain',
  'hue1',
  'hue2',
  'hue3',
  'hue4',
  'hue5',
  'warning',
  'error',
] as const

export type Face = (typeof FACES)[number]

/** What is strained or fails looks so whatever it is; a channel wears the hue of its events. */
export function faceOf({ data }: Pick<Draft, 'data'>, status: Status): Face {
  if (status === 'warning' || status === 'error') return status
  if (data.holdsDeadLetters === true) return 'letters'
  if (typeof data.hue !== 'number') return status === 'ok' ? 'working' : 'resting'
  return HUES[data.hue] ?? 'plain'
}

const HUES: readonly Face[] = ['plain', 'hue1', 'hue2', 'hue3', 'hue4', 'hue5']

/** Radii of the four corners from the top left onwards, in the drawing's pixels. */
export function cornersOf({ type, data }: Pick<Draft, 'type' | 'data'>): readonly number[] {
  if (data.holdsDeadLetters === true) return SQUARE
  switch (type) {
    case 'external':
      return [18]
    case 'projection':
      return [3, 3, 26, 26]
    case 'rabbitQueue':
    case 'sqsQueue':
      return [24]
    case 'eventStore':
      return [26, 26, 8, 8]
    case 'kafkaTopic':
    case 'rabbitExchange':
    case 'snsTopic':
      return SQUARE
    default:
      return [10]
  }
}

const SQUARE = [4]
