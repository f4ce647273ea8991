import { useMay } from '#web/ui/me.tsx'
import { Tabs } from '#web/ui/tabs.tsx'

/** Both lists of who may be about to leave. */
export function FollowUpTabs() {
  const may = useMay()
  const tabs = [
    { to: '/staff/missed', word: 'Missed sessions', needs: 'attendance.missed' },
    { to: '/staff/first-weeks', word: 'First two weeks', needs: 'attendance.first-weeks' },
  ].filter(tab => may(tab.needs))
  return tabs.length > 1 ? <Tabs label="Follow-up" tabs={tabs} /> : null
}
