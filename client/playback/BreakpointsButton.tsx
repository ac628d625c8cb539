import { designerStore, useDesigner } from '../store/designerStore.ts'
import { IconButton } from '../ui/Button.tsx'

/** Where the run shall pause is in the dock. */
export function BreakpointsButton({ disabled }: { readonly disabled: boolean }) {
  const count = useDesigner(
    ({ run }) => run?.breakpoints.list.filter(({ enabled }) => enabled).length ?? 0,
  )
  const isShown = useDesigner(({ dockOpen, dockTab }) => dockOpen && dockTab === 'breakpoints')
  return (
    <IconButton
      icon="breakpoint"
      className="playback-breakpoints"
      label="Breakpoints"
      title={count === 0 ? 'Breakpoints' : `Breakpoints: ${count} on`}
      data-any={count > 0 || undefined}
      aria-pressed={isShown}
      disabled={disabled}
      onClick={() => {
        if (isShown) designerStore.getState().closeDock()
        else designerStore.getState().openDock('breakpoints')
      }}
    />
  )
}
