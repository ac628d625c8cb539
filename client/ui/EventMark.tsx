// The mark of an event type: hue and shape together, never hue alone. Trouble is always a diamond.

/** The shapes of the document's event types, and the diamond. */
export type MarkShape = keyof typeof outlines | 'ring'

export interface EventMarkProps {
  readonly shape: MarkShape
  /** 1 to 5; trouble has the fifth hue. */
  readonly hue: number
  readonly size?: number
}

export function EventMark({ shape, hue, size = 10 }: EventMarkProps) {
  const colour = `var(--e${hue})`
  return (
    <svg className="event-mark" viewBox="0 0 10 10" width={size} height={size} aria-hidden>
      {shape === 'ring' ? (
        <circle cx="5" cy="5" r="3.2" fill="none" stroke={colour} strokeWidth={2} />
      ) : (
        <path d={outlines[shape]} fill={colour} />
      )}
    </svg>
  )
}

const outlines = {
  circle: 'M1 5a4 4 0 1 0 8 0 4 4 0 1 0-8 0z',
  square: 'M1.4 1.4h7.2v7.2H1.4z',
  triangle: 'M5 .8 9.3 8.7H.7z',
  hexagon: 'M5 .6 8.9 2.8v4.4L5 9.4 1.1 7.2V2.8z',
  diamond: 'M5 .4 9.6 5 5 9.6.4 5z',
} as const
