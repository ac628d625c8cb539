import { spawn } from 'node:child_process'

/** Whether there is somebody at a display who would see a browser. */
export function hasDisplay(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  if (environment.MILLRACE_OPEN === '0' || environment.CI) return false
  if (environment.SSH_CONNECTION) return false
  if (platform === 'win32' || platform === 'darwin') return true
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY)
}

/** Without one, nothing happens: the address stands in the terminal. */
export function openBrowser(url: string, platform: NodeJS.Platform): void {
  const [file, args] = commandFor(url, platform)
  const child = spawn(file, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

function commandFor(url: string, platform: NodeJS.Platform): readonly [string, string[]] {
  if (platform === 'darwin') return ['open', [url]]
  if (platform === 'win32') return ['cmd', ['/c', 'start', '', url]]
  return ['xdg-open', [url]]
}
