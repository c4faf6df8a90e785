import { Moon, Sun, SunMoon } from 'lucide-react'
import { nextTheme, readTheme } from './theme'
import { chooseTheme } from './theme-action'

const icons = { system: SunMoon, light: Sun, dark: Moon } as const
const words = { system: 'as the system', light: 'light', dark: 'dark' } as const

/** One press goes on to the next of three. A plain form, so it works before and without scripts. */
export async function ThemeToggle() {
  const theme = await readTheme()
  const next = nextTheme(theme)
  const Icon = icons[theme]
  const label = `Colours: ${words[theme]}. Change to ${words[next]}`
  return (
    <form action={chooseTheme}>
      <button type="submit" name="theme" value={next} className="btn btn-quiet btn-icon" title={label}>
        <Icon className="i" aria-hidden />
        <span className="sr">{label}</span>
      </button>
    </form>
  )
}
