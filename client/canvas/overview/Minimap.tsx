import { useEffect, useMemo, useRef } from 'react'
import { type ReactFlowInstance, useReactFlow, useStoreApi } from 'reactflow'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { draftsOf } from '../canvasNodes.ts'
import type { Box } from '../geometry.ts'
import { watchTheme } from '../watchTheme.ts'
import { grouped } from './grouped.ts'
import { mapColoursOf } from './mapColours.ts'
import { FACES, faceOf } from './mapFaces.ts'
import { fromMap, inMap, type MapPlace, placeInMap } from './minimapView.ts'
import { visibleArea } from './sight.ts'
import type { StatusBoard } from './statusBoard.ts'
import './overview.css'

const SIZE = { width: 160, height: 96 }
/** Smaller boxes cannot be seen; in pixels. */
const BOX_MIN = 2

interface MinimapProps {
  readonly boxes: ReadonlyMap<string, Box>
  readonly edges: readonly TopologyEdge[]
  readonly board: StatusBoard
}

/** The whole drawing by how it is doing, and which part of it is in view. Drag to go there. */
export function Minimap({ boxes, edges, board }: MinimapProps) {
  const map = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const place = usePlace(boxes)
  usePainting(canvas, { boxes, edges, board }, place)
  useFrame(frame, place)
  useGoing(map, place)
  return (
    <div ref={map} className="minimap float" role="img" aria-label="Overview" style={SIZE}>
      <canvas ref={canvas} className="overview" aria-hidden />
      <div ref={frame} className="minimap-view" />
    </div>
  )
}

/** The same object as long as the drawing is as large: most moves change nothing about it. */
function usePlace(boxes: MinimapProps['boxes']): MapPlace {
  const known = useRef<MapPlace | null>(null)
  const fresh = useMemo(() => placeInMap(boxes.values(), SIZE), [boxes])
  const place = known.current && samePlace(known.current, fresh) ? known.current : fresh
  useEffect(() => {
    known.current = place
  })
  return place
}

function samePlace(one: MapPlace, other: MapPlace): boolean {
  return one.scale === other.scale && one.x === other.x && one.y === other.y
}

function usePainting(
  ref: React.RefObject<HTMLCanvasElement | null>,
  { boxes, edges, board }: MinimapProps,
  place: MapPlace,
): void {
  const topology = useDesigner((state) => state.topology)
  const painting = useRef<MapPainting | null>(null)
  useEffect(() => {
    const canvas = ref.current
    if (!canvas) return
    const created = new MapPainting(canvas)
    painting.current = created
    const stops = [
      board.subscribe(() => created.wake()),
      watchTheme(() => created.wake()),
      () => created.stop(),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [ref, board])
  useEffect(() => {
    const faces = () => facesOf({ boxes, board, drafts: draftsOf(topology, edges) })
    painting.current?.show({ place, faces })
  }, [boxes, edges, board, place, topology])
}

interface MapContents {
  readonly place: MapPlace
  readonly faces: () => ReturnType<typeof facesOf>
}

/** While a node is dragged, the drawing is another one in each frame. */
const PAINT_MS = 200

/** Paints at once what comes after a while of rest, and then a few times a second. */
class MapPainting {
  readonly #canvas: HTMLCanvasElement
  #contents: MapContents | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #paintedAtMs = Number.NEGATIVE_INFINITY

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
  }

  show(contents: MapContents): void {
    this.#contents = contents
    this.wake()
  }

  wake(): void {
    const waitMs = Math.max(0, this.#paintedAtMs + PAINT_MS - performance.now())
    this.#timer ??= setTimeout(() => this.#paint(), waitMs)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #paint(): void {
    this.#timer = null
    this.#paintedAtMs = performance.now()
    if (this.#contents) paintMap(this.#canvas, this.#contents.place, this.#contents.faces())
  }
}

interface Painted {
  readonly boxes: ReadonlyMap<string, Box>
  readonly board: StatusBoard
  readonly drafts: ReturnType<typeof draftsOf>
}

function facesOf({ boxes, board, drafts }: Painted) {
  return grouped(
    [...boxes].flatMap(([id, box]) => {
      const draft = drafts.get(id)
      return draft ? [{ box, face: faceOf(draft, board.statusOf(id)) }] : []
    }),
    ({ face }) => face,
  )
}

function paintMap(
  canvas: HTMLCanvasElement,
  { scale, x, y }: MapPlace,
  byFace: ReturnType<typeof facesOf>,
): void {
  const surface = canvas.getContext('2d')
  if (!surface) return
  canvas.width = SIZE.width * devicePixelRatio
  canvas.height = SIZE.height * devicePixelRatio
  canvas.style.width = `${SIZE.width}px`
  surface.scale(devicePixelRatio, devicePixelRatio)
  const { faces } = mapColoursOf(canvas)
  for (const face of FACES) {
    // The line of a face is its strong colour, which small boxes need.
    surface.fillStyle = faces[face].line
    for (const { box } of byFace.get(face) ?? []) {
      const width = Math.max(BOX_MIN, box.width * scale)
      const height = Math.max(BOX_MIN, box.height * scale)
      surface.fillRect(x + box.x * scale, y + box.y * scale, width, height)
    }
  }
}

/** Follows the view past React: it moves with every frame. */
function useFrame(ref: React.RefObject<HTMLDivElement | null>, place: MapPlace): void {
  const store = useStoreApi()
  useEffect(() => {
    const follow = () => {
      const frame = ref.current
      if (!frame) return
      const { x, y, width, height } = inMap(place, visibleArea(store.getState()))
      frame.style.transform = `translate(${x}px, ${y}px)`
      frame.style.width = `${width}px`
      frame.style.height = `${height}px`
    }
    follow()
    return store.subscribe((state, previous) => {
      if (state.transform !== previous.transform || state.width !== previous.width) follow()
    })
  }, [ref, place, store])
}

function useGoing(ref: React.RefObject<HTMLDivElement | null>, place: MapPlace): void {
  const flow = useReactFlow()
  useEffect(() => {
    const map = ref.current
    if (!map) return
    const listeners = new AbortController()
    const options = { signal: listeners.signal }
    const go = (event: PointerEvent) => centreOn(flow, fromMap(place, placeIn(map, event)))
    map.addEventListener(
      'pointerdown',
      (event) => {
        map.setPointerCapture(event.pointerId)
        go(event)
      },
      options,
    )
    map.addEventListener(
      'pointermove',
      (event) => {
        if (event.buttons !== 0) go(event)
      },
      options,
    )
    const zoom = (event: WheelEvent) => {
      event.preventDefault()
      if (event.deltaY < 0) void flow.zoomIn()
      else void flow.zoomOut()
    }
    map.addEventListener('wheel', zoom, { ...options, passive: false })
    return () => listeners.abort()
  }, [ref, place, flow])
}

function placeIn(map: HTMLElement, { clientX, clientY }: PointerEvent) {
  const { left, top } = map.getBoundingClientRect()
  return { x: clientX - left - map.clientLeft, y: clientY - top - map.clientTop }
}

function centreOn(flow: ReactFlowInstance, { x, y }: { readonly x: number; readonly y: number }) {
  void flow.setCenter(x, y, { zoom: flow.getZoom() })
}
