import { manages } from './block';

export default manages('unblock');
