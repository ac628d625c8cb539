import { type KeyboardEvent, useState } from 'react'
import { seedSchema } from '#shared/topology/recipe.ts'
import { designerStore } from '../store/designerStore.ts'
import { resetRun } from './transport.ts'

/** The same drawing with the same seed gives the same run. A new seed starts it again. */
export function SeedField({
  seed,
  disabled,
}: {
  readonly seed: number
  readonly disabled: boolean
}) {
  const [typed, setTyped] = useState<string | null>(null)
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape') setTyped(null)
    if (event.key !== 'Enter' || typed === null) return
    if (commit(typed)) setTyped(null)
  }
  return (
    <label className="playback-seed" title="Press Enter to start again with another seed">
      <span>Seed</span>
      <input
        aria-label="Seed"
        inputMode="numeric"
        spellCheck={false}
        value={typed ?? String(seed)}
        disabled={disabled}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => target.select()}
        onBlur={() => setTyped(null)}
      />
    </label>
  )
}

function commit(text: string): boolean {
  const seed = seedSchema.safeParse(Number(text.trim() === '' ? Number.NaN : text))
  if (seed.success) {
    void resetRun(seed.data)
    return true
  }
  designerStore.getState().notify({
    tone: 'warning',
    text: `A seed is a whole number from 0 to 4294967295, and "${text}" is not.`,
  })
  return false
}
