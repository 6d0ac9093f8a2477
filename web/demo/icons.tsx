// The icons of the demo (Lucide), named by their meaning here. They are decorative: the text is in the labels.
export {
  Activity as ConnectionIcon,
  ArrowDown as NewestIcon,
  Check as DoneIcon,
  CodeXml as SourceIcon,
  Copy as CopyIcon,
  Info as InfoIcon,
  Keyboard as HelpIcon,
  LogOut as LeaveIcon,
  Maximize2 as EnlargeIcon,
  MessageSquare as ChatIcon,
  Mic as MicrophoneIcon,
  MicOff as MicrophoneOffIcon,
  Minimize2 as ReduceIcon,
  MonitorUp as ShareIcon,
  MonitorX as ShareOffIcon,
  Phone as CallIcon,
  PhoneOff as HangUpIcon,
  SendHorizontal as SendIcon,
  TriangleAlert as ProblemIcon,
  Users as PeopleIcon,
  Video as CameraIcon,
  VideoOff as CameraOffIcon,
  Waypoints as SignalingIcon,
  X as CloseIcon,
} from "lucide-preact";

/** Beckon's logo: a point with two arcs. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 28 28" fill="none" stroke="currentColor" stroke-linecap="round" aria-hidden="true">
      <circle cx="7" cy="21" r="4" fill="currentColor" stroke="none" />
      <path d="M7 10.5A10.5 10.5 0 0 1 17.500 21" stroke-width="3" />
      <path d="M7 3.500A17.500 17.500 0 0 1 24.500 21" stroke-width="3" opacity="0.55" />
    </svg>
  );
}
