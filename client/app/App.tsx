import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { Dock } from '../dock/Dock.tsx'
import { Palette } from '../palette/Palette.tsx'
import { RunBar } from '../playback/RunBar.tsx'
import { useDesigner } from '../store/designerStore.ts'
import { selectedCanvasIds } from '../store/selectionSlice.ts'
import { isBlank } from '../store/selectors.ts'
import type { DialogName } from '../store/viewSlice.ts'
import { listenForClipboard } from './clipboard/listenForClipboard.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { FindBar } from './find/FindBar.tsx'
import { listenForDrop } from './incoming.ts'
import { Notices } from './Notices.tsx'
import { newTopology } from './newTopology.ts'
import { SheetButtons } from './SheetButtons.tsx'
// What is typed right after Ctrl+K must find its field.
import { ActionSearch } from './search/ActionSearch.tsx'
import { TopBar } from './TopBar.tsx'
import './app.css'

// Each loads beside the document, not before the page.
const TopologyCanvas = lazy(async () => ({
  default: (await import('../canvas/TopologyCanvas.tsx')).TopologyCanvas,
}))
const Inspector = lazy(async () => ({
  default: (await import('../inspector/Inspector.tsx')).Inspector,
}))
const StartCard = lazy(async () => ({ default: (await import('./StartCard.tsx')).StartCard }))
const ShortcutSheet = lazy(async () => ({
  default: (await import('./keys/ShortcutSheet.tsx')).ShortcutSheet,
}))
const ForkDialog = lazy(async () => ({
  default: (await import('../inspector/swap/ForkDialog.tsx')).ForkDialog,
}))
const DeleteDialog = lazy(async () => ({
  default: (await import('./DeleteDialog.tsx')).DeleteDialog,
}))
const ModelledPage = lazy(async () => ({
  default: (await import('./modelled/ModelledPage.tsx')).ModelledPage,
}))
const GoneDialog = lazy(async () => ({ default: (await import('./GoneDialog.tsx')).GoneDialog }))
const GalleryDialog = lazy(async () => ({
  default: (await import('./gallery/GalleryDialog.tsx')).GalleryDialog,
}))
const VersionsDialog = lazy(async () => ({
  default: (await import('./versions/VersionsDialog.tsx')).VersionsDialog,
}))
const ShareDialog = lazy(async () => ({
  default: (await import('./sharing/ShareDialog.tsx')).ShareDialog,
}))
const StoryPanel = lazy(async () => ({
  default: (await import('./gallery/StoryPanel.tsx')).StoryPanel,
}))
const RecordDialog = lazy(async () => ({
  default: (await import('./pictures/RecordDialog.tsx')).RecordDialog,
}))

export function App() {
  const isOpen = useDesigner((state) => state.topologyId !== null)
  const hasSelection = useDesigner(
    (state) => selectedCanvasIds(state).length + state.selectedEdgeIds.length > 0,
  )
  const panelsShown = useDesigner((state) => state.panelsShown)
  const paletteOpen = useDesigner((state) => state.paletteOpen)
  // The drawing that the person wants to begin without a pattern.
  const [blankId, setBlankId] = useState<string | null>(null)
  useEffect(listenForClipboard, [])
  return (
    <div
      className="app"
      data-open={isOpen || undefined}
      data-selection={(isOpen && hasSelection) || undefined}
      data-alone={!panelsShown || undefined}
      data-palette={paletteOpen || undefined}
    >
      <TopBar />
      {isOpen ? (
        <Workbench blankId={blankId} onBlank={setBlankId} />
      ) : (
        <StartPage onBlank={() => void newTopology().then(setBlankId)} />
      )}
      <Notices />
      <Dialogs />
      <DropHint />
    </div>
  )
}

function Workbench(props: BlankHintProps) {
  return (
    <>
      <aside className="app-palette" aria-label="Palette">
        <ErrorBoundary name="The palette">
          <Palette />
        </ErrorBoundary>
      </aside>
      <main className="app-canvas">
        <RunBar />
        <div className="app-scene">
          <div className="app-stage">
            <ErrorBoundary name="The canvas">
              <Suspense>
                <TopologyCanvas />
              </Suspense>
            </ErrorBoundary>
            <BlankHint {...props} />
          </div>
          <ErrorBoundary name="The story">
            <Suspense>
              <StoryPanel />
            </Suspense>
          </ErrorBoundary>
          <Finding />
          <SheetButtons />
        </div>
      </main>
      <aside className="app-inspector" aria-label="Inspector">
        <ErrorBoundary name="The inspector">
          <Suspense>
            <Inspector />
          </Suspense>
        </ErrorBoundary>
      </aside>
      <ErrorBoundary name="The dock">
        <Dock />
      </ErrorBoundary>
    </>
  )
}

function Finding() {
  const isFinding = useDesigner((state) => state.finding !== null)
  return isFinding ? <FindBar /> : null
}

function StartPage({ onBlank }: { readonly onBlank: () => void }) {
  const isOpening = useDesigner((state) => state.isOpening)
  return (
    <main className="app-start">
      {isOpening ? (
        <p className="app-opening" role="status">
          Opening…
        </p>
      ) : (
        <Suspense>
          <StartCard isOpen={false} onBlank={onBlank} />
        </Suspense>
      )}
    </main>
  )
}

interface BlankHintProps {
  readonly blankId: string | null
  readonly onBlank: (topologyId: string) => void
}

/** Over a blank drawing, until something is drawn or the person would rather have it blank. */
function BlankHint({ blankId, onBlank }: BlankHintProps) {
  const topologyId = useDesigner((state) => state.topologyId)
  const isDrawn = useDesigner((state) => !isBlank(state.topology))
  const isPlacing = useDesigner((state) => state.placing !== null)
  if (isDrawn || isPlacing || topologyId === null || blankId === topologyId) return null
  return (
    <div className="app-blank">
      <Suspense>
        <StartCard isOpen onBlank={() => onBlank(topologyId)} />
      </Suspense>
    </div>
  )
}

const DIALOGS = {
  search: () => <ActionSearch />,
  delete: () => <DeleteDialog />,
  shortcuts: () => <ShortcutSheet />,
  modelled: () => <ModelledPage />,
  gone: () => <GoneDialog />,
  gallery: () => <GalleryDialog />,
  versions: () => <VersionsDialog />,
  share: () => <ShareDialog />,
  record: () => <RecordDialog />,
} as const satisfies Record<DialogName, () => ReactNode>

function Dialogs() {
  const dialog = useDesigner((state) => state.dialog)
  const baselineId = useDesigner((state) => state.baselineId)
  if (baselineId !== null)
    return (
      <Suspense>
        <ForkDialog baselineId={baselineId} />
      </Suspense>
    )
  if (dialog === null) return null
  return <Suspense>{DIALOGS[dialog]()}</Suspense>
}

function DropHint() {
  const [isOver, setOver] = useState(false)
  useEffect(() => listenForDrop(setOver), [])
  if (!isOver) return null
  return <div className="app-drop">Drop a topology or a recipe to open it</div>
}
