import { archiveAs } from './archive';

export default archiveAs('unarchive');
