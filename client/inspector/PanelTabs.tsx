import { type ReactNode, useState } from 'react'

const TABS = ['Live', 'Configure'] as const
type Tab = (typeof TABS)[number]

// Whoever configures one node after another does not choose the tab anew for each.
let lastTab: Tab = 'Live'

interface PanelTabsProps {
  readonly live: ReactNode
  readonly configure: ReactNode
}

export function PanelTabs({ live, configure }: PanelTabsProps) {
  const [tab, setTab] = useState(lastTab)
  const choose = (next: Tab) => {
    lastTab = next
    setTab(next)
  }
  return (
    <>
      <div className="panel-tabs" role="tablist" aria-label="What to show">
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={tab === name}
            onClick={() => choose(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div className="panel-body" role="tabpanel" aria-label={tab}>
        {tab === 'Live' ? live : configure}
      </div>
    </>
  )
}
