import { useEffect, useState } from 'react'
import { formatCount } from '#shared/lib/units.ts'
import type { Check } from '#shared/protocol/story.ts'
import { live } from '../../store/live/liveStore.ts'
import { useFigureText } from '../../store/live/useFigureText.ts'
import { Icon } from '../../ui/Icon.tsx'
import { type Verdict, verdictOf } from './watching.ts'

interface StoryChecksProps {
  readonly checks: readonly Check[]
  readonly sinceNs: number | null
}

/** What to expect, with the figure as it is now. */
export function StoryChecks({ checks, sinceNs }: StoryChecksProps) {
  if (checks.length === 0) return null
  return (
    <ul className="story-checks" aria-label="What to expect">
      {checks.map((check) => (
        <CheckRow key={check.says} check={check} sinceNs={sinceNs} />
      ))}
    </ul>
  )
}

const words: Readonly<Record<Verdict, string>> = {
  waiting: 'not yet',
  met: 'as expected',
  broken: 'not as expected',
}

function CheckRow({ check, sinceNs }: { readonly check: Check; readonly sinceNs: number | null }) {
  const verdict = useVerdict(check, sinceNs)
  const value = useFigureText(({ figure }) => {
    const now = figure.call(live, check.element, check.metric)
    if (Number.isNaN(now)) return '–'
    return check.metric === 'utilisation' ? `${Math.round(now * 100)} %` : formatCount(now)
  })
  return (
    <li data-verdict={verdict}>
      {verdict === 'met' ? <Icon name="check" size={12} /> : <i aria-hidden />}
      <span>
        {check.says}
        <span className="visually-hidden">: {words[verdict]}</span>
      </span>
      <output aria-live="off">{value}</output>
    </li>
  )
}

function useVerdict(check: Check, sinceNs: number | null): Verdict {
  const [verdict, setVerdict] = useState<Verdict>('waiting')
  useEffect(() => {
    setVerdict('waiting')
    if (sinceNs === null) return
    let current: Verdict = 'waiting'
    return live.subscribe(() => {
      const { nowNs } = live
      // A run that went back to before it tells nothing about it.
      const afterMs = nowNs < sinceNs ? null : (nowNs - sinceNs) / 1e6
      const value = live.figure(check.element, check.metric)
      current = verdictOf(current, { check, value, afterMs })
      setVerdict(current)
    })
  }, [check, sinceNs])
  return verdict
}
