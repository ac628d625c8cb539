import { useStore } from 'reactflow'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { IconButton } from '../../ui/Button.tsx'
import { canvasStore, useCanvas } from '../interaction/canvasStore.ts'
import { canvasView } from '../scene/canvasView.ts'

/** Undo, redo and zoom, at the bottom of the canvas. */
export function CanvasTools() {
  return (
    <div className="canvas-tools float" role="toolbar" aria-label="Canvas tools">
      {navigator.maxTouchPoints > 0 ? <FingerButton /> : null}
      <HistoryButtons />
      <span className="canvas-tools-gap" />
      <ZoomButtons />
    </div>
  )
}

/** A finger has no second button: what it does on empty ground is chosen. */
function FingerButton() {
  const selects = useCanvas((state) => state.fingerSelects)
  return (
    <IconButton
      icon="cursor"
      label="Select with one finger"
      aria-pressed={selects}
      onClick={() => canvasStore.setState({ fingerSelects: !selects })}
    />
  )
}

function HistoryButtons() {
  const undoLabel = useDesigner((state) => state.undoLabel)
  const redoLabel = useDesigner((state) => state.redoLabel)
  return (
    <>
      <IconButton
        icon="undo"
        label="Undo"
        title={undoLabel === null ? 'Nothing to undo' : `Undo: ${undoLabel}`}
        disabled={undoLabel === null}
        onClick={() => designerStore.getState().undo()}
      />
      <IconButton
        icon="redo"
        label="Redo"
        title={redoLabel === null ? 'Nothing to redo' : `Redo: ${redoLabel}`}
        disabled={redoLabel === null}
        onClick={() => designerStore.getState().redo()}
      />
    </>
  )
}

function ZoomButtons() {
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100))
  return (
    <>
      <IconButton icon="minus" label="Zoom out" onClick={() => canvasView()?.zoom('out')} />
      <button
        type="button"
        className="canvas-tools-percent"
        aria-label={`Zoom is ${percent} %. Set 100 %`}
        title="Set 100 %"
        onClick={() => canvasView()?.zoom('whole')}
      >
        {percent}%
      </button>
      <IconButton icon="plus" label="Zoom in" onClick={() => canvasView()?.zoom('in')} />
      <IconButton
        icon="fit"
        label="Show everything"
        onClick={() => designerStore.getState().requestFlyTo([])}
      />
    </>
  )
}
