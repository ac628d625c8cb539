import { useDesigner } from '../../store/designerStore.ts'
import { Icon } from '../../ui/Icon.tsx'

type Look = 'none' | 'off' | 'on' | 'met'

/** The run pauses at something here: filled where it has, hollow where that is switched off. */
export function BreakpointBadge({ nodeId }: { readonly nodeId: string }) {
  const look = useDesigner(({ run }): Look => {
    const there = run?.breakpoints.list.filter(
      ({ place }) => place?.kind === 'node' && place.id === nodeId,
    )
    if (!run || !there || there.length === 0) return 'none'
    if (there.some(({ id }) => id === run.pausedAt?.breakpointId)) return 'met'
    return there.some(({ enabled }) => enabled) ? 'on' : 'off'
  })
  if (look === 'none') return null
  const words = WORDS[look]
  return (
    <span className="breakpoint-badge" data-look={look} role="img" aria-label={words} title={words}>
      <Icon name="breakpoint" size={15} />
    </span>
  )
}

const WORDS: Readonly<Record<Exclude<Look, 'none'>, string>> = {
  off: 'Breakpoint, switched off',
  on: 'Breakpoint',
  met: 'Paused at this breakpoint',
}
