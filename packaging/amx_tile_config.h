/* Put before each C++ file of llama.cpp by llama_build.cmake, for processors with AMX.
 *
 * GCC 12 (Debian 12) believes that _tile_loadconfig reads 8 of its 64 bytes, and optimises the setting of the others
 * away: llama.cpp then dies in its first llama_decode. This says how much is read. Reading a prompt with AMX is about
 * 2.6 times as fast as without it.
 */
#if defined(__cplusplus) && defined(__AMX_TILE__)
#include <immintrin.h>
#undef _tile_loadconfig
#define _tile_loadconfig(config) __asm__ volatile("ldtilecfg %0" ::"m"(*(const char(*)[64])(config)))
#endif
