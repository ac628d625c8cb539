import type { CSSProperties } from 'react'
import type { BreakpointPlace } from '#shared/protocol/breakpoints.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { Icon } from '../../ui/Icon.tsx'

type Look = 'none' | 'off' | 'on' | 'met'

interface BreakpointBadgeProps {
  readonly at: BreakpointPlace
  /** Where it is drawn; left out: at the corner of its node. */
  readonly style?: CSSProperties
}

/** The run pauses at something here: filled where it has, hollow where that is switched off. */
export function BreakpointBadge({ at, style }: BreakpointBadgeProps) {
  const look = useDesigner(({ run }): Look => {
    const there = run?.breakpoints.list.filter(
      ({ place }) => place?.kind === at.kind && place.id === at.id,
    )
    if (!run || !there || there.length === 0) return 'none'
    if (there.some(({ id }) => id === run.pausedAt?.breakpointId)) return 'met'
    return there.some(({ enabled }) => enabled) ? 'on' : 'off'
  })
  if (look === 'none') return null
  const words = WORDS[look]
  return (
    <span
      className="breakpoint-badge"
      data-look={look}
      role="img"
      aria-label={words}
      title={words}
      style={style}
    >
      <Icon name="breakpoint" size={15} />
    </span>
  )
}

const WORDS: Readonly<Record<Exclude<Look, 'none'>, string>> = {
  off: 'Breakpoint, switched off',
  on: 'Breakpoint',
  met: 'Paused at this breakpoint',
}
