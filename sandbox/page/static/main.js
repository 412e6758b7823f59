// The page begins: everything draws itself when something changes, and the world is read for the first time.

import { startClock } from "./panels/clock.js";
import { startFaults } from "./panels/faults.js";
import { startMailbox } from "./panels/mailbox.js";
import { startTraffic } from "./panels/traffic.js";
import { startZoom } from "./panels/zoom.js";
import { startModals } from "./slack/modals.js";
import { startNotifications } from "./slack/notifications.js";
import { signIn, startSlack } from "./slack/window.js";
import { known, personOfThisWindow, refresh } from "./store.js";
import { startTabs } from "./tabs.js";
import { startTour } from "./tour.js";

startTabs();
startSlack();
startModals();
startNotifications();
startClock();
startMailbox();
startZoom();
startFaults();
startTraffic();
startTour();

await refresh("world");
await signIn(personOfThisWindow(known.world.workspace.people).id);
