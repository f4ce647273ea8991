import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const river: MantineColorsTuple = [
  '#E6F0EF',
  '#CFE2E0',
  '#A9CBC8',
  '#7FB3AF',
  '#57B5AE',
  '#3C8C87',
  '#17635F',
  '#17635F',
  '#124E4B',
  '#0C2321',
]

/** Sizes and defaults; every color comes from look/tokens.css through `variables`. */
export const theme = createTheme({
  primaryColor: 'river',
  colors: { river },
  primaryShade: 6,
  fontFamily: 'var(--font)',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: '6px',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
  },
})

const ours = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--quiet)',
  '--mantine-color-placeholder': 'var(--quiet)',
  '--mantine-color-error': 'var(--risk)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--sunken)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-anchor': 'var(--river)',
  '--mantine-primary-color-filled': 'var(--river)',
  '--mantine-primary-color-contrast': 'var(--river-ink)',
  '--mantine-primary-color-light': 'var(--river-tint)',
  '--mantine-color-river-filled': 'var(--river)',
  '--mantine-shadow-md': 'var(--float)',
  '--mantine-shadow-xl': 'var(--float)',
  '--mantine-line-height': '20px',
}

/** Gives Mantine's own names the house's tokens, the same in light and dark because the tokens change underneath. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: ours, dark: ours })
