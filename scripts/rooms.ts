// The rooms of the house and who may import whom, as ARCHITECTURE.md draws them. Change the
// tree, that text and this table together.

export interface Room {
  /** A folder with all that is below it, or, where `isFlat`, only the files directly in it. */
  readonly path: string
  readonly isFlat?: true
  /** The rooms it may import besides itself; `shared/*` is every room in `shared/`. */
  readonly imports: readonly string[]
  /** The packages it may import; `node:*` is what Node brings, `*` is any. */
  readonly packages: readonly string[]
}

const shared = 'shared/*'
const nothing: readonly string[] = []
/** Nothing below `server/session/` knows the clock, the disk, the network or foreign code. */
const noPackages = nothing
const serverPackages = ['node:*', 'express', 'helmet', 'socket.io', 'zod']
const clientPackages = [
  '@fontsource-variable/*',
  '@tanstack/react-virtual',
  'elkjs',
  'gifenc',
  'react',
  'react-dom',
  'reactflow',
  'socket.io-client',
  'uplot',
  'zod',
  'zustand',
]

export const rooms: readonly Room[] = [
  { path: 'shared/lib', imports: nothing, packages: ['zod'] },
  { path: 'shared/schemas', imports: ['shared/lib'], packages: ['zod'] },
  { path: 'shared/topology', imports: ['shared/schemas', 'shared/lib'], packages: ['zod'] },
  {
    path: 'shared/semantics',
    imports: ['shared/topology', 'shared/schemas', 'shared/lib'],
    packages: ['zod'],
  },
  {
    path: 'shared/interchange',
    imports: ['shared/topology', 'shared/schemas', 'shared/lib'],
    packages: ['zod'],
  },
  {
    path: 'shared/protocol',
    imports: ['shared/topology', 'shared/schemas', 'shared/lib'],
    packages: ['zod'],
  },

  { path: 'server/engine', imports: ['shared/lib'], packages: noPackages },
  {
    path: 'server/broker',
    imports: ['server/engine', 'shared/lib', 'shared/schemas'],
    packages: noPackages,
  },
  {
    path: 'server/runtime',
    imports: ['server/broker', 'server/engine', 'shared/lib', 'shared/schemas', 'shared/topology'],
    packages: noPackages,
  },
  {
    path: 'server/simulation',
    imports: [
      'server/runtime',
      'server/broker',
      'server/engine',
      'shared/lib',
      'shared/schemas',
      'shared/topology',
    ],
    packages: noPackages,
  },
  {
    path: 'server/experiment',
    imports: ['server/simulation', 'server/engine', shared],
    packages: ['zod'],
  },
  {
    path: 'server/checker',
    imports: ['shared/lib', 'shared/schemas', 'shared/topology'],
    packages: noPackages,
  },
  { path: 'server/threads', imports: nothing, packages: ['node:*'] },
  {
    path: 'server/session',
    imports: ['server/simulation', 'server/threads', shared],
    packages: serverPackages,
  },
  { path: 'server/storage', imports: [shared], packages: serverPackages },
  {
    path: 'server/transport',
    imports: ['server/session', 'server/storage', shared],
    packages: serverPackages,
  },
  {
    path: 'server/cli',
    imports: ['server/experiment', 'server/simulation', 'server/storage', 'server/threads', shared],
    packages: serverPackages,
  },
  { path: 'server', isFlat: true, imports: ['server/*', shared], packages: serverPackages },

  { path: 'client/store', imports: [shared], packages: clientPackages },
  { path: 'client/connection', imports: ['client/store', shared], packages: clientPackages },
  { path: 'client/ui', imports: nothing, packages: clientPackages },
  ...['canvas', 'palette', 'inspector', 'playback', 'dock'].map((panel) => ({
    path: `client/${panel}`,
    imports: ['client/store', 'client/connection', 'client/ui', shared],
    packages: clientPackages,
  })),
  { path: 'client/app', imports: ['client/*', shared], packages: clientPackages },
  { path: 'client', isFlat: true, imports: ['client/*', shared], packages: clientPackages },

  { path: 'e2e', imports: [shared], packages: ['*'] },
  {
    path: 'bench',
    imports: ['server/*', 'client/*', 'server', 'client', 'e2e', shared],
    packages: ['*'],
  },
  { path: 'bin', imports: nothing, packages: ['node:*', 'vite'] },
  { path: 'scripts', imports: ['*'], packages: ['*'] },
  { path: 'examples', imports: nothing, packages: noPackages },
  { path: '.', isFlat: true, imports: nothing, packages: ['*'] },
]

/** The room that a file lies in, or null when the house has none for it. */
export function roomOf(file: string): Room | null {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.'
  const holds = (room: Room) =>
    folder === room.path || (!room.isFlat && folder.startsWith(`${room.path}/`))
  return rooms.find(holds) ?? null
}

export function mayImportRoom(from: Room, target: Room): boolean {
  return from === target || from.imports.some((pattern) => matches(pattern, target.path))
}

export function mayImportPackage(from: Room, name: string): boolean {
  return from.packages.some((pattern) => matches(pattern, name))
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}
