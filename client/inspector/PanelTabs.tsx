import { type ReactNode, useEffect, useState } from 'react'
import { live } from '../store/live/liveStore.ts'
import { Tabs } from '../ui/Tabs.tsx'
import { useWishBelow } from './fieldWish.ts'

const TABS = ['Live', 'Configure'] as const
type Tab = (typeof TABS)[number]

// Whoever configures one node after another does not choose the tab anew for each.
let lastTab: Tab | null = null

interface PanelTabsProps {
  readonly live: ReactNode
  readonly configure: ReactNode
}

/** Until a run has begun there is nothing to read, but much to set. */
function firstTab(): Tab {
  return lastTab ?? (live.nowNs > 0 ? 'Live' : 'Configure')
}

export function PanelTabs({ live: figures, configure }: PanelTabsProps) {
  const [tab, setTab] = useState(firstTab)
  const wantsField = useWishBelow([]) !== null
  useEffect(() => {
    if (wantsField) setTab('Configure')
  }, [wantsField])
  const choose = (next: Tab) => {
    lastTab = next
    setTab(next)
  }
  return (
    <>
      <Tabs
        className="panel-tabs"
        label="What to show"
        names={TABS}
        chosen={tab}
        onChoose={choose}
      />
      <div className="panel-body" role="tabpanel" aria-label={tab}>
        {tab === 'Live' ? figures : configure}
      </div>
    </>
  )
}
