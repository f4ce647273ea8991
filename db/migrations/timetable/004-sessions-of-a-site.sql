-- The week is asked for by site: without this the week of every site is read to show that of one.
create index session_site on timetable.session (organization_id, site_id, on_day);
