import {
  type KeyboardEvent,
  lazy,
  type PointerEvent,
  type ReactNode,
  Suspense,
  useRef,
} from 'react'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { useProblems } from '../store/problems.ts'
import { DOCK_HEIGHT_MAX, DOCK_HEIGHT_MIN, type DockTab } from '../store/viewSlice.ts'
import { IconButton } from '../ui/Button.tsx'
import './dock.css'

// A panel is loaded when it is first shown.
const EventsPanel = lazy(async () => ({
  default: (await import('./events/EventsPanel.tsx')).EventsPanel,
}))
const BreakpointsPanel = lazy(async () => ({
  default: (await import('./breakpoints/BreakpointsPanel.tsx')).BreakpointsPanel,
}))
const MetricsPanel = lazy(async () => ({
  default: (await import('./metrics/MetricsPanel.tsx')).MetricsPanel,
}))
const ProblemsPanel = lazy(async () => ({
  default: (await import('./problems/ProblemsPanel.tsx')).ProblemsPanel,
}))
const EventTypesPanel = lazy(async () => ({
  default: (await import('./eventTypes/EventTypesPanel.tsx')).EventTypesPanel,
}))

const TABS: readonly { readonly tab: DockTab; readonly label: string }[] = [
  { tab: 'events', label: 'Events' },
  { tab: 'breakpoints', label: 'Breakpoints' },
  { tab: 'metrics', label: 'Metrics' },
  { tab: 'problems', label: 'Problems' },
  { tab: 'eventTypes', label: 'Event types' },
]

/** What there is to read about the run and the drawing, under the canvas. */
export function Dock() {
  const isOpen = useDesigner((state) => state.dockOpen)
  const height = useDesigner((state) => state.dockHeight)
  const tab = useDesigner((state) => state.dockTab)
  return (
    <section
      className="dock"
      aria-label="Dock"
      data-open={isOpen || undefined}
      style={isOpen ? { height } : undefined}
    >
      {isOpen ? <ResizeHandle height={height} /> : null}
      <div className="dock-bar">
        <DockTabs tab={isOpen ? tab : null} />
        <div className="dock-tools" id="dock-tools" />
        <IconButton
          icon="chevron"
          className="dock-toggle"
          label={isOpen ? 'Fold the dock' : 'Unfold the dock'}
          aria-expanded={isOpen}
          onClick={() =>
            isOpen ? designerStore.getState().closeDock() : designerStore.getState().openDock(tab)
          }
        />
      </div>
      {isOpen ? (
        <div className="dock-panel" role="tabpanel" id="dock-panel" aria-labelledby={`dock-${tab}`}>
          <Suspense>{panelOf(tab)}</Suspense>
        </div>
      ) : null}
    </section>
  )
}

function panelOf(tab: DockTab): ReactNode {
  switch (tab) {
    case 'events':
      return <EventsPanel />
    case 'breakpoints':
      return <BreakpointsPanel />
    case 'metrics':
      return <MetricsPanel />
    case 'problems':
      return <ProblemsPanel />
    case 'eventTypes':
      return <EventTypesPanel />
  }
}

function DockTabs({ tab: chosen }: { readonly tab: DockTab | null }) {
  const problems = useProblems()
  const breakpoints = useDesigner(({ run }) => run?.breakpoints.list.length ?? 0)
  const hasErrors = problems.some(({ severity }) => severity === 'error')
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const index = TABS.findIndex(({ tab }) => tab === chosen)
    const next = TABS.at((index + step) % TABS.length)
    if (!next) return
    designerStore.getState().openDock(next.tab)
    document.getElementById(`dock-${next.tab}`)?.focus()
  }
  return (
    <div className="dock-tabs" role="tablist" aria-label="Dock" onKeyDown={onKeyDown}>
      {TABS.map(({ tab, label }, index) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`dock-${tab}`}
          aria-selected={tab === chosen}
          aria-controls="dock-panel"
          tabIndex={tab === chosen || (chosen === null && index === 0) ? 0 : -1}
          onClick={() => designerStore.getState().openDock(tab)}
        >
          {label}
          {tab === 'problems' && problems.length > 0 ? (
            <span className="dock-count" data-tone={hasErrors ? 'error' : 'warning'}>
              {problems.length}
            </span>
          ) : null}
          {tab === 'breakpoints' && breakpoints > 0 ? (
            <span className="dock-count" data-tone="plain">
              {breakpoints}
            </span>
          ) : null}
        </button>
      ))}
    </div>
  )
}

const KEY_STEP = 20

function ResizeHandle({ height }: { readonly height: number }) {
  const drag = useRef<{ readonly fromY: number; readonly fromHeight: number } | null>(null)
  const resize = (to: number) => designerStore.getState().resizeDock(to)
  const onPointerMove = ({ clientY }: PointerEvent) => {
    if (drag.current) resize(drag.current.fromHeight + drag.current.fromY - clientY)
  }
  return (
    <hr
      className="dock-resize"
      aria-label="Height of the dock"
      aria-orientation="horizontal"
      aria-valuenow={height}
      aria-valuemin={DOCK_HEIGHT_MIN}
      aria-valuemax={DOCK_HEIGHT_MAX}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { fromY: event.clientY, fromHeight: height }
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        drag.current = null
      }}
      onKeyDown={({ key }) => {
        if (key === 'ArrowUp') resize(height + KEY_STEP)
        if (key === 'ArrowDown') resize(height - KEY_STEP)
      }}
    />
  )
}
