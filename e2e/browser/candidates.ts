// Where browsers of the Chromium family are installed, likeliest first.

import { posix, win32 } from 'node:path'

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
}

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
]

const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge']

const windowsPrograms = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
]

/** Full paths, whether or not there is anything. */
export function browserCandidates({ platform, env }: Machine): string[] {
  if (platform === 'win32') return windowsCandidates(env)
  if (platform === 'darwin') return macCandidates(env)
  const folders = [...(env.PATH ?? '').split(posix.delimiter), '/usr/bin', '/opt/google/chrome']
  const paths = linuxNames.flatMap((name) =>
    folders.filter((folder) => folder !== '').map((folder) => posix.join(folder, name)),
  )
  return [...new Set(paths)]
}

function macCandidates(env: Machine['env']): string[] {
  const roots = ['/Applications', ...(env.HOME ? [`${env.HOME}/Applications`] : [])]
  return macApplications.flatMap((name) =>
    roots.map((root) => `${root}/${name}.app/Contents/MacOS/${name}`),
  )
}

function windowsCandidates(env: Machine['env']): string[] {
  const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
  return windowsPrograms.flatMap((program) =>
    roots.filter((root) => root !== undefined).map((root) => win32.join(root, ...program)),
  )
}
