import { useStore } from 'zustand'
import type { Quality } from './quality.ts'
import { qualityStore } from './qualityStore.ts'

const WORDS = {
  full: '',
  fewerMarks: 'Fewer marks are shown, so that the page keeps up.',
  slowerFigures: 'Fewer marks are shown and figures change less often, so that the page keeps up.',
  noMarks: 'No marks are shown and figures change less often, so that the page keeps up.',
} as const satisfies { [Q in Quality]: string }

/** Says that less is shown than there would be. */
export function QualityChip() {
  const quality = useStore(qualityStore, (state) => state.quality)
  if (quality === 'full') return null
  return (
    <div className="quality-chip" title={WORDS[quality]}>
      Reduced detail<span className="visually-hidden">. {WORDS[quality]}</span>
    </div>
  )
}
