import { useEffect } from 'react'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { IconButton } from '../ui/Button.tsx'

/** The way back to panels that are hidden, and out of those that lie over the canvas on a narrow page. */
export function SheetButtons() {
  const panelsShown = useDesigner((state) => state.panelsShown)
  const hasSelection = useDesigner(
    ({ selectedNodeIds, selectedEdgeIds }) => selectedNodeIds.length + selectedEdgeIds.length > 0,
  )
  const isPlacing = useDesigner((state) => state.placing !== null)
  const { openPalette, select, showPanels } = designerStore.getState()
  // What was chosen is put down on the canvas, which the sheet would hide.
  useEffect(() => {
    if (isPlacing) openPalette(false)
  }, [isPlacing, openPalette])
  return (
    <div className="sheet-buttons">
      {panelsShown ? null : (
        <IconButton
          framed
          icon="panels"
          label="Show the panels"
          className="sheet-buttons-panels"
          onClick={() => showPanels(true)}
        />
      )}
      {hasSelection ? (
        <IconButton
          framed
          icon="close"
          label="Close the inspector"
          className="sheet-buttons-inspector"
          onClick={() => select({})}
        />
      ) : null}
    </div>
  )
}

/** Only on a narrow page, where the palette is a sheet. */
export function PaletteButton() {
  const paletteOpen = useDesigner((state) => state.paletteOpen)
  return (
    <IconButton
      framed
      icon="panels"
      className="palette-button"
      label={paletteOpen ? 'Close the palette' : 'Open the palette'}
      aria-expanded={paletteOpen}
      onClick={() => designerStore.getState().openPalette(!paletteOpen)}
    />
  )
}
