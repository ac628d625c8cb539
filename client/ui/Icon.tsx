// Every picture of the interface: strokes on a grid of 16, drawn in the colour of the text around.
// Icons are hidden from screen readers: what they stand for is said by their button or the text beside.

import { iconShapes } from './iconShapes.tsx'
import './icon.css'

export type IconName = keyof typeof iconShapes

export interface IconProps {
  readonly name: IconName
  /** Side length in pixels. */
  readonly size?: number
}

export function Icon({ name, size = 16 }: IconProps) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width={size} height={size} aria-hidden>
      {iconShapes[name]}
    </svg>
  )
}
