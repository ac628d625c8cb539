import { draftAt, draftBreakpoint, selectedPlace } from '../connection/breakpoints.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { IconButton } from '../ui/Button.tsx'

/** Begins a breakpoint at what is selected. */
export function PauseWhen() {
  const isPossible = useDesigner((state) => state.run !== null && selectedPlace(state) !== null)
  if (!isPossible) return null
  return (
    <IconButton
      icon="breakpoint"
      label="Pause when…"
      title="Pause when… (F9 sets a breakpoint at once)"
      onClick={begin}
    />
  )
}

function begin(): void {
  const state = designerStore.getState()
  const place = selectedPlace(state)
  if (place) draftBreakpoint(draftAt(place, state.topology))
}
