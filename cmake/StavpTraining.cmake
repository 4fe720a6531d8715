# Training is optional: nothing but the trainer and its program links libtorch.
#   STAVP_TRAINING=AUTO  built if libtorch is found
#   STAVP_TRAINING=ON    required
#   STAVP_TRAINING=OFF   not built
# Offers the target stavp_torch if training is built. Torch's own CMake package is not used: it imposes a language
# standard, definitions and link flags, and stops with an error where one of its own dependencies is missing.
set(STAVP_TRAINING AUTO CACHE STRING "Build the training component (libtorch)")
set_property(CACHE STAVP_TRAINING PROPERTY STRINGS AUTO ON OFF)

if(STAVP_TRAINING)
  find_path(STAVP_TORCH_INCLUDE ATen/ATen.h)
  find_path(STAVP_TORCH_API_INCLUDE torch/torch.h PATH_SUFFIXES torch/csrc/api/include)
  find_library(STAVP_TORCH_CPU_LIBRARY torch_cpu)
  find_library(STAVP_TORCH_C10_LIBRARY c10)
  mark_as_advanced(STAVP_TORCH_INCLUDE STAVP_TORCH_API_INCLUDE STAVP_TORCH_CPU_LIBRARY STAVP_TORCH_C10_LIBRARY)
  if(STAVP_TORCH_INCLUDE AND STAVP_TORCH_API_INCLUDE AND STAVP_TORCH_CPU_LIBRARY AND STAVP_TORCH_C10_LIBRARY)
    add_library(stavp_torch INTERFACE)
    target_include_directories(stavp_torch SYSTEM INTERFACE ${STAVP_TORCH_INCLUDE} ${STAVP_TORCH_API_INCLUDE})
    target_link_libraries(stavp_torch INTERFACE ${STAVP_TORCH_CPU_LIBRARY} ${STAVP_TORCH_C10_LIBRARY})
  elseif(NOT STAVP_TRAINING STREQUAL AUTO)
    message(FATAL_ERROR "STAVP_TRAINING=${STAVP_TRAINING}: libtorch not found; on Debian install libtorch-dev and "
                        "libopenblas0-pthread, or set STAVP_TRAINING=OFF")
  else()
    message(STATUS "libtorch not found (Debian: libtorch-dev, libopenblas0-pthread): training is not built")
  endif()
endif()
