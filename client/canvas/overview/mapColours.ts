import { FACES, type Face } from './mapFaces.ts'

interface Fill {
  readonly fill: string
  readonly line: string
}

/** As texts that a canvas understands. */
export interface MapColours {
  readonly faces: Readonly<Record<Face, Fill>>
  readonly canvas: string
  readonly frame: string
  readonly frameLine: string
  readonly name: string
  readonly contextName: string
  readonly edge: string
  readonly deadLetter: string
  readonly behind: string
  readonly accent: string
  readonly warning: string
  readonly error: string
  readonly font: string
}

/** From the custom properties of the theme on show. */
export function mapColoursOf(element: Element): MapColours {
  const style = getComputedStyle(element)
  const read = (property: string) => style.getPropertyValue(property).trim()
  const faces = FACES.map((face) => {
    const fill = { fill: read(`--map-${face}`), line: read(`--map-${face}-line`) }
    return [face, fill] as const
  })
  return {
    faces: Object.fromEntries(faces) as Record<Face, Fill>,
    canvas: read('--bg-canvas'),
    frame: read('--frame'),
    frameLine: read('--frame-line'),
    name: read('--t1'),
    contextName: read('--t2'),
    edge: read('--edge'),
    deadLetter: read('--err'),
    behind: read('--warn-fill'),
    accent: read('--accent'),
    warning: read('--warn-fill'),
    error: read('--err'),
    font: read('--font'),
  }
}
