import { Playback } from '../playback/Playback.tsx'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { keysOf, useKeymap } from '../store/keys/keymap.ts'
import { IS_MAC, shownKeys } from '../store/keys/keys.ts'
import type { Theme } from '../store/viewSlice.ts'
import { IconButton } from '../ui/Button.tsx'
import type { IconName } from '../ui/Icon.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { searchAction } from './actions/viewActions.ts'
import { ExportMenu } from './ExportMenu.tsx'
import { SaveStateView } from './SaveStateView.tsx'
import { PaletteButton } from './SheetButtons.tsx'
import { TopologyMenu } from './TopologyMenu.tsx'
import './topBar.css'

export function TopBar() {
  const isOpen = useDesigner((state) => state.topologyId !== null)
  const [searchKeys = ''] = keysOf(searchAction, useKeymap())
  return (
    <header className="top-bar">
      <div className="top-bar-side">
        <h1 className="visually-hidden">Millrace</h1>
        <Logo />
        {isOpen ? <PaletteButton /> : null}
        <TopologyMenu />
        {isOpen ? <SaveStateView /> : null}
      </div>
      {isOpen ? <Playback /> : <span />}
      <div className="top-bar-side" data-end>
        <IconButton
          framed
          icon="book"
          label="What is modelled"
          onClick={() => designerStore.getState().openDialog('modelled')}
        />
        <IconButton
          framed
          icon="search"
          label="Find an action"
          title={`Find an action (${shownKeys(searchKeys, IS_MAC).join(' ')})`}
          onClick={() => designerStore.getState().openDialog('search')}
        />
        <IconButton
          framed
          icon="keyboard"
          className="no-phone"
          label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={() => designerStore.getState().openDialog('shortcuts')}
        />
        <ThemeMenu />
        {isOpen ? <ExportMenu /> : null}
      </div>
    </header>
  )
}

function Logo() {
  return (
    <div className="logo" aria-hidden>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden>
        <path d="M2.5 5.500c3 0 3 5 5.5 5s2.5-5 5.5-5" />
        <circle cx="8" cy="10.5" r="1.5" />
      </svg>
    </div>
  )
}

const themes: readonly {
  readonly theme: Theme
  readonly label: string
  readonly icon: IconName
}[] = [
  { theme: 'system', label: 'As the system', icon: 'system' },
  { theme: 'light', label: 'Light', icon: 'sun' },
  { theme: 'dark', label: 'Dark', icon: 'moon' },
]

function ThemeMenu() {
  const chosen = useDesigner((state) => state.theme)
  const icon = themes.find(({ theme }) => theme === chosen)?.icon ?? 'system'
  return (
    <Menu
      label="Theme"
      align="end"
      trigger={(props) => <IconButton framed icon={icon} label="Theme" {...props} />}
    >
      {themes.map(({ theme, label, icon: itemIcon }) => (
        <MenuItem
          key={theme}
          icon={itemIcon}
          label={label}
          checked={theme === chosen}
          onSelect={() => designerStore.getState().setTheme(theme)}
        />
      ))}
    </Menu>
  )
}
