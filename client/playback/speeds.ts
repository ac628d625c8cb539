import type { Speed } from '#shared/protocol/protocol.ts'

/** On offer, slowest first. */
export const SPEEDS: readonly Speed[] = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 100, 'max']

export function speedText(speed: Speed): string {
  return speed === 'max' ? 'Max' : `${speed}x`
}

export function fasterSpeed(speed: Speed): Speed {
  return SPEEDS.find((other) => virtualSpeed(other) > virtualSpeed(speed)) ?? speed
}

export function slowerSpeed(speed: Speed): Speed {
  return SPEEDS.findLast((other) => virtualSpeed(other) < virtualSpeed(speed)) ?? speed
}

function virtualSpeed(speed: Speed): number {
  return speed === 'max' ? Number.POSITIVE_INFINITY : speed
}
