import { useState } from 'react'
import { Icon } from '../ui/Icon.tsx'
import { KindList } from './KindList.tsx'
import { Outline } from './Outline.tsx'
import './palette.css'
import { Tabs } from '../ui/Tabs.tsx'

const TABS = ['Add', 'Outline'] as const
type Tab = (typeof TABS)[number]

/** What can be added, and a list of what is there: everything on the canvas can be done from here too. */
export function Palette() {
  const [tab, setTab] = useState<Tab>('Add')
  const [search, setSearch] = useState('')
  return (
    <div className="palette">
      <Tabs className="palette-tabs" label="Palette" names={TABS} chosen={tab} onChoose={setTab} />
      <label className="palette-search">
        <Icon name="search" size={12} />
        <input
          aria-label={tab === 'Add' ? 'Find what to add' : 'Find in the outline'}
          placeholder="Find"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setSearch('')
          }}
        />
      </label>
      <div className="palette-body" role="tabpanel" aria-label={tab}>
        {tab === 'Add' ? <KindList search={search} /> : <Outline search={search} />}
      </div>
    </div>
  )
}
