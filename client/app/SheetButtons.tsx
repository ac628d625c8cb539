import { useEffect } from 'react'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { IconButton } from '../ui/Button.tsx'

/** Where the page is narrow, the panels lie over the canvas: these open and close them. */
export function SheetButtons() {
  const paletteOpen = useDesigner((state) => state.paletteOpen)
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
      <IconButton
        framed
        icon={paletteOpen ? 'close' : 'plus'}
        label={paletteOpen ? 'Close the palette' : 'Open the palette'}
        aria-expanded={paletteOpen}
        className="sheet-buttons-palette"
        onClick={() => openPalette(!paletteOpen)}
      />
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
